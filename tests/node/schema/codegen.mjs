// Types for the example documents, as a front-end team would generate them: into target/operations, where tsc reads them.
import { generate } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';

const root = new URL(process.env.SCHEMA_ROOT ?? '../../../', import.meta.url).pathname;

await generate({
  schema: `${root}schema.graphql`,
  documents: [`${root}docs/operations/*.graphql`],
  generates: {
    [`${root}target/operations/`]: {
      preset,
      config: {
        useTypeImports: true,
        strictScalars: true,
        scalars: { Cursor: 'string', Date: 'string', DateTime: 'string' },
      },
    },
  },
  silent: true,
});
