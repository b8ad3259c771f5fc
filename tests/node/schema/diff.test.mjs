// A breaking change fails unless it is declared, and a declaration that is no longer needed fails too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const released = 'type Query { name: String! age: Int }';

function passes(current, declared) {
  const root = mkdtempSync(join(tmpdir(), 'schema-'));
  mkdirSync(join(root, 'docs'));
  writeFileSync(join(root, 'docs/released.graphql'), released);
  writeFileSync(join(root, 'docs/breaking-changes.json'), JSON.stringify(declared));
  writeFileSync(join(root, 'schema.graphql'), current);
  const script = fileURLToPath(new URL('diff.mjs', import.meta.url));
  const ran = spawnSync(process.execPath, [script], { env: { ...process.env, SCHEMA_ROOT: `${pathToFileURL(root)}/` } });
  rmSync(root, { recursive: true });
  return ran.status === 0;
}

test('what only adds passes', () => assert.ok(passes('type Query { name: String! age: Int height: Int }', [])));
test('what takes away fails', () => assert.ok(!passes('type Query { name: String! }', [])));
test('unless it is declared with a reason', () => {
  assert.ok(passes('type Query { name: String! }', [{ path: 'Query.age', reason: 'nobody asked for it' }]));
  assert.ok(!passes('type Query { name: String! }', [{ path: 'Query.age', reason: '' }]));
});
test('a declaration of nothing fails', () => assert.ok(!passes(released, [{ path: 'Query.age', reason: 'once' }])));
