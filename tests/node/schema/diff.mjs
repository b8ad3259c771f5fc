// What changed in the schema since the last release. A change that breaks clients fails unless it is declared.
//
//   node schema/diff.mjs [--json]      compares docs/released.graphql with schema.graphql
//
// docs/breaking-changes.json declares: [{ "path": "Member.name", "reason": "…" }]. A declaration of what is no breaking
// change (any more) fails too: a release empties the list.
import { readFile } from 'node:fs/promises';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const root = new URL(process.env.SCHEMA_ROOT ?? '../../../', import.meta.url);
const text = (path) => readFile(new URL(path, root), 'utf8');
const [released, current] = await Promise.all(['docs/released.graphql', 'schema.graphql'].map(async (path) => buildSchema(await text(path))));
const declared = JSON.parse(await text('docs/breaking-changes.json'));

const changes = await diff(released, current);
const breaking = changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking);
const faults = [];
for (const change of breaking) {
  const known = declared.find((one) => one.path === change.path);
  if (!known) faults.push(`breaks clients: ${change.path}: ${change.message}`);
}
for (const one of declared) {
  if (!one.reason?.trim()) faults.push(`declared without a reason: ${one.path}`);
  if (!breaking.some((change) => change.path === one.path)) faults.push(`declared, but not broken: ${one.path}`);
}
console.log(`${changes.length} changes since the last release, ${breaking.length} of them breaking`);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
