const $ = (id) => document.getElementById(id);
const FIRST = `# Who am I? A token comes from: microcycle token --as coach
query Viewer {
  viewer { displayName roles gym { name timeZone } }
}

# Changes to plans as they happen.
subscription Changes {
  planUpdated { cursor kind occurredAt summary }
}
`;
const KEPT = ['token', 'gym', 'query', 'variables'];
let running = null;

for (const name of KEPT) $(name).value = sessionStorage.getItem(name) ?? $(name).value;
if (!$('query').value) $('query').value = FIRST;

function headers(accept) {
  const all = { 'content-type': 'application/json', accept };
  if ($('token').value.trim()) all.authorization = `Bearer ${$('token').value.trim()}`;
  if ($('gym').value.trim()) all['x-gym'] = $('gym').value.trim();
  return all;
}

function send(body, accept, signal) {
  return fetch(location.pathname, { method: 'POST', headers: headers(accept), body: JSON.stringify(body), signal });
}

function operations() {
  const text = $('query').value.replace(/#.*$/gm, '');
  return [...text.matchAll(/\b(query|mutation|subscription)\s+([_A-Za-z]\w*)/g)].map(([, kind, name]) => ({ kind, name }));
}

function chosen() {
  const all = operations();
  return all.find((one) => one.name === $('operation').value) ?? all[0];
}

function list() {
  const all = operations(), before = $('operation').value;
  $('operation').replaceChildren(...all.map((one) => new Option(`${one.kind} ${one.name}`, one.name)));
  if (all.some((one) => one.name === before)) $('operation').value = before;
  $('operation').hidden = all.length < 2;
}

async function run() {
  running?.abort();
  const mine = running = new AbortController();
  for (const name of KEPT) sessionStorage.setItem(name, $(name).value);
  $('result').textContent = '';
  $('status').textContent = 'running';
  $('stop').disabled = false;
  const started = performance.now();
  try {
    const operation = chosen();
    const body = { query: $('query').value, variables: JSON.parse($('variables').value || '{}') };
    if (operation) body.operationName = operation.name;
    const streams = operation ? operation.kind === 'subscription' : /^\s*subscription\b/m.test(body.query);
    const accept = streams ? 'text/event-stream' : 'application/graphql-response+json, application/json;q=0.9';
    const answer = await send(body, accept, mine.signal);
    if (answer.headers.get('content-type')?.startsWith('text/event-stream')) await watch(answer);
    else $('result').textContent = JSON.stringify(await answer.json(), null, 2);
    $('status').textContent = `${answer.status}, ${Math.round(performance.now() - started)} ms`;
  } catch (fault) {
    $('status').textContent = mine.signal.aborted ? 'stopped' : `${fault}`;
  }
  if (running === mine) $('stop').disabled = true;
}

async function watch(answer) {
  $('status').textContent = 'listening';
  let text = '';
  for (const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) show(event);
  }
}

function show(event) {
  const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('');
  if (data) $('result').prepend(`${JSON.stringify(JSON.parse(data), null, 2)}\n\n`);
}

const TYPE = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
const SCHEMA = `{ __schema { types { kind name description
  fields { name description type { ${TYPE} } args { name type { ${TYPE} } } }
  inputFields { name description type { ${TYPE} } } enumValues { name description } } } }`;
let types = [];

function written(type) {
  if (type.kind === 'NON_NULL') return `${written(type.ofType)}!`;
  return type.kind === 'LIST' ? `[${written(type.ofType)}]` : type.name;
}

function element(tag, text, ...children) {
  const made = document.createElement(tag);
  made.append(text, ...children);
  return made;
}

function drawn(type, open) {
  const parts = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])].flatMap((part) => {
    const args = part.args?.length ? `(${part.args.map((arg) => `${arg.name}: ${written(arg.type)}`).join(', ')})` : '';
    const line = element('code', `${part.name}${args}${part.type ? `: ${written(part.type)}` : ''}`);
    return part.description ? [line, element('p', part.description)] : [line];
  });
  const about = type.description ? [element('p', type.description)] : [];
  const made = element('details', element('summary', type.name), ...about, ...parts);
  made.open = open;
  return made;
}

function draw() {
  const wanted = $('search').value.trim().toLowerCase();
  const rank = (type) => ['Query', 'Mutation', 'Subscription'].indexOf(type.name) + 1 || 9;
  const names = (part) => part.name.toLowerCase().includes(wanted);
  const shown = types.filter((type) => !wanted || names(type) || (type.fields ?? type.inputFields ?? []).some(names));
  shown.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  $('schema').replaceChildren(...shown.map((type) => drawn(type, wanted !== '' && shown.length <= 5)));
}

async function learn() {
  const answer = await (await send({ query: SCHEMA }, 'application/json')).json();
  types = (answer.data?.__schema.types ?? []).filter((type) => !type.name.startsWith('__'));
  draw();
}

$('run').addEventListener('click', run);
$('stop').addEventListener('click', () => running?.abort());
$('query').addEventListener('input', list);
$('search').addEventListener('input', draw);
$('operation').addEventListener('change', () => $('run').focus());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
list();
learn().catch((fault) => { $('schema').textContent = `${fault}`; });
