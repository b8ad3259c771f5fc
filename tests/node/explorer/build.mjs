// Bundles the explorer into api/src/http/explorer/bundle, from where `cargo build` puts it into the binary.
//
//   node explorer/build.mjs            writes the files anew
//   node explorer/build.mjs --check    fails where they are not what this would write
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '..', 'node_modules');
const target = join(here, '..', '..', '..', 'api', 'src', 'http', 'explorer', 'bundle');

const bundled = await build({
  entryPoints: {
    explorer: join(here, 'main.jsx'),
    'editor.worker': join(packages, 'monaco-editor/esm/vs/editor/editor.worker.js'),
    'json.worker': join(packages, 'monaco-editor/esm/vs/language/json/json.worker.js'),
    'graphql.worker': join(packages, 'monaco-graphql/esm/graphql.worker.js'),
  },
  absWorkingDir: join(here, '..'),
  outdir: target,
  write: false,
  bundle: true,
  minify: true,
  metafile: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  jsx: 'automatic',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.ttf': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl' },
  logLevel: 'warning',
});

/** What is shipped of others comes with their licences. */
async function licences(inputs) {
  const folders = new Set();
  for (const path of Object.keys(inputs)) {
    const parts = path.split('node_modules/');
    if (parts.length < 2) continue;
    const [scope, name] = parts.at(-1).split('/');
    const own = scope.startsWith('@') ? `${scope}/${name}` : scope;
    folders.add(`${parts.slice(0, -1).join('node_modules/')}node_modules/${own}`);
  }
  const texts = [];
  for (const folder of [...folders].sort()) {
    const about = JSON.parse(await readFile(join(here, '..', folder, 'package.json'), 'utf8'));
    const files = (await readdir(join(here, '..', folder))).filter((file) => /^(licen[cs]e|thirdpartynotices)/i.test(file)).sort();
    const bodies = await Promise.all(files.map((file) => readFile(join(here, '..', folder, file), 'utf8')));
    texts.push([`${about.name} ${about.version} (${about.license})`, ...bodies.map((body) => body.trim())].join('\n\n'));
  }
  return `The explorer is built from these packages.\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const files = new Map(bundled.outputFiles.map((file) => [file.path.slice(target.length + 1), Buffer.from(file.contents)]));
files.set('licences.txt', Buffer.from(await licences(bundled.metafile.inputs)));

if (process.argv.includes('--check')) {
  const stale = [];
  for (const [name, contents] of files) {
    const kept = await readFile(join(target, `${name}.gz`)).catch(() => null);
    // Versions of Node compress differently: the contents are compared.
    if (!kept || !gunzipSync(kept).equals(contents)) stale.push(name);
  }
  const known = [...files.keys()].map((name) => `${name}.gz`);
  stale.push(...(await readdir(target)).filter((name) => !known.includes(name)));
  if (stale.length > 0) {
    console.error(`not what explorer/build.mjs writes: ${stale.join(', ')}; run scripts/explorer`);
    process.exit(1);
  }
} else {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [name, contents] of files) {
    await writeFile(join(target, `${name}.gz`), gzipSync(contents, { level: 9 }));
    console.log(`${name}: ${contents.length} bytes, ${gzipSync(contents, { level: 9 }).length} compressed`);
  }
}
