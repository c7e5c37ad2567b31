import {
  type Host,
  hostCreateSchema,
  type HostCreateInput,
  hostPatchSchema,
  type HostPatchInput,
  type HostPolicy,
  type HostTls,
} from '@/server/contract/host';
import type { KeyboardLayout } from '@/server/contract/keyboard';
import { keepsPassword } from '@/server/contract/stored-password';
import { checkedBy, type SayField } from '../../shell/form-errors';
import { readAddress } from './read-address';

/** The form's values, in the API's shape, so that what the server finds wrong with `targets.1` belongs to the second address here. */
export interface HostValues {
  id: string;
  name: string;
  description: string;
  tags: string[];
  targets: string[];
  balance: 'failover' | 'round-robin';
  tls: {
    ca: string;
    servername: string;
    insecure: boolean;
    allowAnonymous: boolean;
    allowUnprotectedPassword: boolean;
    trustOnFirstUse: boolean;
    pin: string;
    keyPin: string;
  };
  credentials: { username: string; password: string };
  policy: { clipboard: HostPolicy['clipboard']; exclusive: boolean; secondFactor: boolean; maxViewers: number | '' };
  banner: string;
  /** Empty where nobody knows. */
  keyboard: KeyboardLayout | '';
  /** Of a stored password: kept as it is, replaced by what is typed, or deleted. */
  storedPassword: 'keep' | 'replace' | 'forget';
}

export const emptyValues: HostValues = {
  id: '',
  name: '',
  description: '',
  tags: [],
  targets: [''],
  balance: 'failover',
  tls: {
    ca: '',
    servername: '',
    insecure: false,
    allowAnonymous: false,
    allowUnprotectedPassword: false,
    trustOnFirstUse: false,
    pin: '',
    keyPin: '',
  },
  credentials: { username: '', password: '' },
  policy: { clipboard: 'both', exclusive: false, secondFactor: false, maxViewers: '' },
  banner: '',
  keyboard: '',
  storedPassword: 'replace',
};

export function valuesOf(host: Host): HostValues {
  const { id, name, description, tags, targets, balance, tls, credentials, policy, banner, keyboard } = host;
  return {
    id,
    name,
    description,
    tags,
    targets,
    balance,
    tls: {
      ca: tls.ca ?? '',
      servername: tls.servername ?? '',
      insecure: tls.insecure ?? false,
      allowAnonymous: tls.allowAnonymous ?? false,
      allowUnprotectedPassword: tls.allowUnprotectedPassword ?? false,
      trustOnFirstUse: tls.trustOnFirstUse ?? false,
      pin: tls.pin ?? '',
      keyPin: tls.keyPin ?? '',
    },
    policy: {
      clipboard: policy.clipboard,
      exclusive: policy.exclusive,
      secondFactor: policy.secondFactor,
      maxViewers: policy.maxViewers ?? '',
    },
    credentials: { username: credentials.username ?? '', password: '' },
    banner,
    keyboard: keyboard ?? '',
    storedPassword: credentials.hasPassword ? 'keep' : 'replace',
  };
}

/** Of another machine of the same kind: neither its password, which the browser never had, nor what it showed first. */
export function copyOf(host: Host, { id, name }: { id: string; name: string }): HostValues {
  const values = valuesOf(host);
  return { ...values, id, name, tls: { ...values.tls, pin: '', keyPin: '' }, storedPassword: 'replace' };
}

/** Whether anything is set by which the host is to be known: it counts on every kind of address. */
export function hasTrust({ ca, pin, keyPin, trustOnFirstUse }: HostValues['tls']): boolean {
  return trustOnFirstUse || [ca, pin, keyPin].some((text) => text.trim() !== '');
}

/** Lines that were never filled do not count as addresses; one stays to be complained about. */
export function filledTargets(targets: string[]): string[] {
  const filled = targets.filter((target) => target.trim() !== '');
  return filled.length > 0 ? filled : [''];
}

function toTls(tls: HostValues['tls']): HostTls {
  return {
    ...(tls.ca.trim() ? { ca: tls.ca } : {}),
    ...(tls.servername.trim() ? { servername: tls.servername } : {}),
    ...(tls.insecure ? { insecure: true } : {}),
    ...(tls.allowAnonymous ? { allowAnonymous: true } : {}),
    ...(tls.allowUnprotectedPassword ? { allowUnprotectedPassword: true } : {}),
    ...(tls.trustOnFirstUse ? { trustOnFirstUse: true } : {}),
    ...(tls.pin.trim() ? { pin: tls.pin } : {}),
    ...(tls.keyPin.trim() ? { keyPin: tls.keyPin } : {}),
  };
}

function shared({ description, tags, balance, policy, banner, keyboard }: HostValues) {
  return {
    description,
    tags,
    balance,
    policy: {
      clipboard: policy.clipboard,
      exclusive: policy.exclusive,
      secondFactor: policy.secondFactor,
      maxViewers: policy.maxViewers === '' ? null : policy.maxViewers,
    },
    banner,
    keyboard: keyboard === '' ? null : keyboard,
  };
}

export function toCreate(values: HostValues): HostCreateInput {
  const { username, password } = values.credentials;
  return {
    ...shared(values),
    targets: filledTargets(values.targets),
    tls: toTls(values.tls),
    id: values.id.trim(),
    ...(values.name.trim() ? { name: values.name } : {}),
    credentials: { ...(username.trim() ? { username } : {}), ...(password ? { password } : {}) },
  };
}

/** What of the way to a host was changed in the form: what somebody else, or the host's first console, has changed since stays as it is. */
function changedWay(host: Host, values: HostValues): { targets?: string[]; tls?: HostTls } {
  const targets = filledTargets(values.targets);
  const tls = toTls(values.tls);
  return {
    ...(same(targets, host.targets) ? {} : { targets }),
    ...(same(tls, toTls(valuesOf(host).tls)) ? {} : { tls }),
  };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the stored password is forgotten when this is saved, unless it is typed again. */
export function losesPassword(host: Host, values: HostValues): boolean {
  const { targets = host.targets, tls = host.tls } = changedWay(host, values);
  return host.credentials.hasPassword && !keepsPassword(host, { targets: targets.map(storedForm), tls });
}

function storedForm(address: string): string {
  const reading = readAddress(address);
  return reading.state === 'good' ? reading.stored : address;
}

/** The way to the host is sent where it was changed, the password when it was typed, and the rest as the form shows it. */
export function toPatch(host: Host, values: HostValues): HostPatchInput {
  const { username, password } = values.credentials;
  const asksAgain = values.storedPassword === 'keep' && losesPassword(host, values);
  return {
    ...shared(values),
    ...changedWay(host, values),
    name: values.name.trim() || values.id,
    credentials: {
      username: username.trim() ? username : null,
      ...(values.storedPassword === 'forget' ? { password: null } : {}),
      ...((values.storedPassword === 'replace' || asksAgain) && password ? { password } : {}),
    },
  };
}

/** The same rules that the server applies, before it is asked. */
export const createErrors = (say: SayField) => (values: HostValues) => checkedBy(hostCreateSchema, say)(toCreate(values));
export const patchErrors = (host: Host, say: SayField) => (values: HostValues) => checkedBy(hostPatchSchema, say)(toPatch(host, values));
