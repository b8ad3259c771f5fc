// The schema's style: what graphql-eslint recommends and what Relay asks for. Each exception has its reason.
import graphql from '@graphql-eslint/eslint-plugin';

const { configs, parser } = graphql;
const schema = new URL('../../../schema.graphql', import.meta.url).pathname;

/** Values: they have no life of their own apart from what holds them, so no client caches them by an id. */
const values = [
  'Equipment', 'Evidence', 'ExternalId', 'GoalAffinity', 'GymSettings', 'LiftTrend', 'MemberDataExport', 'MemberPreview',
  'Narrative', 'NarrativeActivity', 'PageInfo', 'PersonalisationActivity', 'PlanChange', 'ReadinessSignal',
  'RecomputeDecision', 'RecomputeSettings', 'Review', 'Score', 'SetLog', 'StatusCount', 'TemplateBlock',
  'TemplatePrescription', 'TemplatePreview', 'TemplateSession', 'TemplateTrack', 'TraceStep', 'TrackAdherence', 'TrackShare',
  'TrackShareChange', 'TrendPoint', 'TriggerCount', 'UserError', 'WeekAdjustment', 'WeeklyLoad',
];
/** Named by its cursor: an event is read once, in order. */
const events = ['PlanEvent'];
/** Arguments that mean the same wherever they stand: a mutation's one input is described by its type. */
const conventional = ['input'];
/** Enums whose words say all there is to say. */
const plain = ['BodyRegion', 'GoalKind', 'Implement', 'MovementPattern', 'TrackKind', 'Weekday', 'WeightUnit'];

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      '@graphql-eslint/strict-id-in-types': ['error', {
        exceptions: { types: [...values, ...events], suffixes: ['Payload', 'Connection', 'Edge'] },
      }],
      // Connections offer `nodes` beside `edges`, as GitHub's and Shopify's do, and short bounded lists are plain lists.
      '@graphql-eslint/relay-edge-types': ['error', {
        withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false,
      }],
      // `Review.reviewer` is a person; the rule takes it for a repeated prefix, and has no exceptions.
      '@graphql-eslint/no-typename-prefix': 'off',
      '@graphql-eslint/require-description': ['error', {
        types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true,
        DirectiveDefinition: true, rootField: true,
        ignoredSelectors: [
          `[type=InputValueDefinition][name.value=/^(${conventional.join('|')})$/]`,
          // `if` of @skip and @include, which the library prints.
          'DirectiveDefinition > InputValueDefinition',
          `EnumTypeDefinition[name.value=/^(${plain.join('|')})$/] > EnumValueDefinition`,
        ],
      }],
    },
  },
];
