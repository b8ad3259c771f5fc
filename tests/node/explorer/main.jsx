// The explorer: GraphiQL on this server's own schema, with a field for the credential and the example documents.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './style.css';
import { Credentials, credentials } from './credentials.jsx';
import { examples } from './examples.jsx';

const base = document.querySelector('script[src]').src.replace(/[^/]*$/, '');
const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' };
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(`${base}${workers[label] ?? 'editor.worker.js'}`),
};

const FIRST = `# A token comes from: microcycle token --as owner, coach or member. It goes into the field above.
# Examples of every part of the API are behind the second button on the left.
query Viewer {
  viewer {
    displayName
    roles
    gym { name timeZone }
  }
}
`;

const address = new URL('/graphql', location.href);
const socket = new URL(address);
socket.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

const fetcher = createGraphiQLFetcher({
  url: address.href,
  // A socket lives as long as its subscriptions, so the next one is opened with the credential of then.
  wsClient: createClient({ url: socket.href, connectionParams: credentials }),
  fetch: (url, request) => {
    const { authorization, gym } = credentials();
    const headers = new Headers(request.headers);
    if (authorization && !headers.has('authorization')) headers.set('authorization', authorization);
    if (gym && !headers.has('x-gym')) headers.set('x-gym', gym);
    headers.set('accept', 'application/graphql-response+json, application/json;q=0.9');
    return fetch(url, { ...request, headers });
  },
});

function Explorer() {
  const [documents] = useState(() => [examples()]);
  return (
    <>
      <Credentials />
      <GraphiQL
        fetcher={fetcher}
        plugins={documents}
        defaultQuery={FIRST}
        defaultEditorToolsVisibility={false}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>Microcycle</GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

createRoot(document.getElementById('explorer')).render(<Explorer />);
