/** The OpenAPI document, made from the operations: it can't fall behind them. */

import { z } from 'zod';
import { errorBodySchema } from './error-body';
import { operations, type Operation } from './operations';

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) },
});

function parameters(operation: Operation) {
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!operation.query) return inPath;
  const query = z.toJSONSchema(operation.query, { io: 'input', unrepresentable: 'any' });
  const inQuery = Object.entries(query.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: query.required?.includes(name) ?? false,
    schema,
  }));
  return [...inPath, ...inQuery];
}

function describe(id: string, operation: Operation) {
  const created = operation.method === 'POST' && operation.body && operation.creates !== false && !operation.path.includes(':');
  return {
    operationId: id,
    summary: operation.summary,
    description: [audiences[operation.audience], proofs(operation)].filter(Boolean).join(' '),
    ...(operation.audience === 'anyone' ? { security: [] } : {}),
    parameters: parameters(operation),
    ...(operation.body ? { requestBody: { required: true, content: json(operation.body, 'input') } } : {}),
    responses: {
      ...(operation.response
        ? { [created ? '201' : '200']: { description: 'done', content: json(operation.response, 'output') } }
        : operation.download
          ? { '200': { description: 'a file', content: Object.fromEntries(operation.download.map((type) => [type, {}])) } }
          : { '204': { description: 'done' } }),
      default: { description: 'refused or failed', content: json(errorBodySchema, 'output') },
    },
  };
}

/** What the call takes besides a session cookie. */
function proofs({ stepUp }: Operation): string {
  if (!stepUp) return '';
  const { proof, fields } = stepUp;
  const when = fields ? `With ${fields.join(', ')}: a` : 'A';
  const password = proof === 'identity' ? ', or the password where the account has none,' : ' of an account that has one';
  return `${when} session cookie is enough only where a second factor${password} was shown in the last 15 minutes; else the answer is 403 fresh_factor_needed${proof === 'identity' ? ', fresh_password_needed or fresh_sign_in_needed' : ''}.`;
}

const audiences: Record<Operation['audience'], string> = {
  anyone: 'For anybody.',
  user: 'For anybody signed in, by session cookie or API token.',
  browser: 'For a signed-in browser; an API token is refused.',
  admin: 'For administrators, by session cookie or API token.',
};

/** @param server where the API is, such as `https://vnc.example.com/portal/api/v1` */
export function openApiDocument(server: string, version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, operation] of Object.entries(operations) as [string, Operation][]) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[operation.method.toLowerCase()] = describe(id, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'vnc-portal',
      version,
      description:
        'State-changing calls by session cookie also need an Origin header of the portal itself. Times are ms since 1970 UTC. ' +
        'Sentences are English unless Accept-Language (or the choice of a person who is signed in) asks for Chinese; codes never change.',
    },
    servers: [{ url: server }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'vp_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'vnc-portal' },
      },
    },
    paths,
  };
}
