/** mRemoteNG's connections: XML, in folders within folders, of many protocols. Passwords are not read. */

import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { z } from 'zod';
import { addressOf, type Connections } from './connection';

/** Why a file is none of mRemoteNG's that can be read. */
export type MremotengProblem = 'doctype' | 'encrypted' | 'xml';

export class MremotengError extends Error {
  constructor(
    readonly problem: MremotengProblem,
    readonly line = 1,
    cause?: unknown,
  ) {
    super(problem, { cause });
  }
}

/** Nobody keeps folders so deep; a file that does is made to exhaust the stack. */
const MAX_DEPTH = 50;
const FIRST_VNC_PORT = '5900';

interface Node {
  attributes: Record<string, string>;
  nodes: Node[];
}
const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({ '@': z.record(z.string(), z.string()).default({}), Node: z.array(nodeSchema).default([]) }).transform((node) => ({
    attributes: node['@'],
    nodes: node.Node,
  })),
);

/** What a connection may take from the folder that it is in. */
const INHERITED = ['Protocol', 'Port', 'Descr'] as const;
const INHERITED_AS = { Protocol: 'InheritProtocol', Port: 'InheritPort', Descr: 'InheritDescription' } as const;
type Inherited = Record<(typeof INHERITED)[number], string>;

/** @throws MremotengError */
export function readMremotengFile(text: string): Connections {
  // No file of mRemoteNG has one; entities of its own are what a bomb is made of.
  if (/<!DOCTYPE/i.test(text)) throw new MremotengError('doctype');
  const root = parseRoot(text);
  if (root.attributes['FullFileEncryption']?.toLowerCase() === 'true') throw new MremotengError('encrypted');
  const found: Connections = { connections: [], skipped: 0 };
  collect(root.nodes, [], { Protocol: '', Port: '', Descr: '' }, found);
  return found;
}

function parseRoot(text: string): Node {
  try {
    SyntaxValidator.validate(text);
  } catch (error) {
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : undefined;
    throw new MremotengError('xml', line, error);
  }
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    attributesGroupName: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    // The five of XML itself: a file with any others was refused.
    processEntities: true,
    maxNestedTags: MAX_DEPTH,
    isArray: (name) => name === 'Node',
  });
  try {
    return z.object({ Connections: nodeSchema }).parse(parser.parse(text)).Connections;
  } catch {
    throw new MremotengError('xml');
  }
}

function collect(nodes: Node[], folders: string[], above: Inherited, found: Connections): void {
  for (const { attributes, nodes: inner } of nodes) {
    const own = (name: string) => attributes[name] ?? '';
    const taken = Object.fromEntries(
      INHERITED.map((name) => [name, own(INHERITED_AS[name]).toLowerCase() === 'true' ? above[name] : own(name)]),
    ) as Inherited;
    if (own('Type').toLowerCase() === 'container') {
      collect(inner, [...folders, own('Name')], taken, found);
    } else if (taken.Protocol.toUpperCase() !== 'VNC') {
      found.skipped += 1;
    } else {
      found.connections.push({
        name: own('Name'),
        target: addressOf(own('Hostname').trim(), taken.Port === FIRST_VNC_PORT ? '' : taken.Port),
        folders,
        ...(taken.Descr === '' ? {} : { description: taken.Descr }),
      });
    }
  }
}
