// The example documents of this version, each operation with the fragments it uses, in a tab of its own.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { parse, print, separateOperations } from 'graphql';

function documents() {
  const files = JSON.parse(document.getElementById('documents').textContent);
  return files.map(({ name, text }) => {
    const whole = parse(text);
    const parts = separateOperations(whole);
    const operations = whole.definitions.filter((definition) => definition.kind === 'OperationDefinition');
    return { name, operations: operations.map((one) => ({ name: one.name.value, kind: one.operation, text: print(parts[one.name.value]), variables: sample(one) })) };
  });
}

/** The variables that must be given, empty, for a person to fill in. */
function sample(operation) {
  const needed = operation.variableDefinitions.filter((one) => one.type.kind === 'NonNullType' && !one.defaultValue);
  return needed.length === 0 ? '' : JSON.stringify(Object.fromEntries(needed.map((one) => [one.variable.name.value, null])), null, 2);
}

function Icon() {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
      <path d="M3 1.5h7l3 3v10H3zM5.5 7h5M5.5 9.5h5M5.5 12h3" />
    </svg>
  );
}

function Examples({ files }) {
  const actions = useGraphiQLActions();
  const editors = useGraphiQL((state) => state);
  const open = (one) => {
    actions.addTab();
    editors.queryEditor?.setValue(one.text);
    editors.variableEditor?.setValue(one.variables);
  };
  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      {files.map((file) => (
        <details key={file.name}>
          <summary>{file.name}</summary>
          {file.operations.map((one) => (
            <button key={one.name} type="button" onClick={() => open(one)}>
              <span>{one.name}</span> <small>{one.kind}</small>
            </button>
          ))}
        </details>
      ))}
    </section>
  );
}

/** The plugin that lists them. */
export function examples() {
  const files = documents();
  return { title: 'Examples', icon: Icon, content: () => <Examples files={files} /> };
}
