/** The import rules of the design: who may know of whom. `npm test` checks them. */

/** Every module below these folders is the product; tests and scripts may import what they like. */
const product = '^(server|app|components|messages|i18n)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'what runs in production stands under "dependencies"',
      severity: 'error',
      from: { path: product },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-knows-no-tests-nor-scripts',
      severity: 'error',
      from: { path: product },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'contract-imports-nothing-but-zod',
      comment: 'and the catalogues, whose texts its errors and schemas name',
      severity: 'error',
      from: { path: '^server/contract/' },
      to: { pathNot: '^server/contract/|^messages/|(^|/)node_modules/zod/' },
    },
    {
      name: 'messages-import-nothing',
      comment: 'but the languages that there are, and what reads ICU messages',
      severity: 'error',
      from: { path: '^messages/' },
      to: { pathNot: '^messages/|^server/contract/locale\\.ts$|(^|/)node_modules/use-intl/' },
    },
    {
      name: 'no-whole-catalogue-in-the-browser',
      comment: 'what says the sentences of the server brings all of them, in every language',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^messages/say\\.ts$|^server/contract/(errors|parse-input|openapi)\\.ts$' },
    },
    {
      name: 'components-import-the-contract-only',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^(server|app)/', pathNot: '^server/contract/' },
    },
    {
      name: 'app-imports-portal-and-contract-only',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^server/', pathNot: '^server/(portal\\.ts$|contract/)' },
    },
    {
      name: 'server-knows-no-ui',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'rfb-is-the-protocol-alone',
      comment: 'no http, no database, no subject, no policy',
      severity: 'error',
      from: { path: '^server/rfb/' },
      to: { path: '^server/', pathNot: '^server/rfb/' },
    },
    {
      name: 'rfb-speaks-no-http',
      severity: 'error',
      from: { path: '^server/rfb/' },
      to: { path: '^(node:)?https?2?$|(^|/)node_modules/(http-proxy|ws|next|kysely|pg|libsql)/' },
    },
    {
      name: 'only-repositories-import-the-database',
      comment: 'the container and the start build it; others may name its types',
      severity: 'error',
      from: {
        path: product,
        pathNot:
          '^server/db/|-repository\\.ts$|^server/(compose|compose-accounts|compose-consoles|compose-services|portal)\\.ts$|^server/cli/',
      },
      to: { path: '^server/db/|(^|/)node_modules/(kysely|pg|libsql)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-tunnel-imports-http-proxy',
      severity: 'error',
      from: { path: product, pathNot: '^server/gateway/tunnel' },
      to: { path: '(^|/)node_modules/http-proxy' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.next|^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
