import {
  type Host,
  hostCreateSchema,
  type HostCreateInput,
  hostPatchSchema,
  type HostPatchInput,
  type HostPolicy,
} from '@/server/contract/host';
import type { KeyboardLayout } from '@/server/contract/keyboard';
import { checkedBy, type SayField } from '../../shell/form-errors';

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
  tls: { ca: '', servername: '', insecure: false, allowAnonymous: false, trustOnFirstUse: false, pin: '', keyPin: '' },
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

/** Lines that were never filled do not count as addresses; one stays to be complained about. */
export function filledTargets(targets: string[]): string[] {
  const filled = targets.filter((target) => target.trim() !== '');
  return filled.length > 0 ? filled : [''];
}

function shared({ description, tags, targets, balance, tls, policy, banner, keyboard }: HostValues) {
  return {
    description,
    tags,
    targets: filledTargets(targets),
    balance,
    tls: {
      ...(tls.ca.trim() ? { ca: tls.ca } : {}),
      ...(tls.servername.trim() ? { servername: tls.servername } : {}),
      ...(tls.insecure ? { insecure: true } : {}),
      ...(tls.allowAnonymous ? { allowAnonymous: true } : {}),
      ...(tls.trustOnFirstUse ? { trustOnFirstUse: true } : {}),
      ...(tls.trustOnFirstUse && tls.pin.trim() ? { pin: tls.pin } : {}),
      ...(tls.trustOnFirstUse && tls.keyPin.trim() ? { keyPin: tls.keyPin } : {}),
    },
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
    id: values.id.trim(),
    ...(values.name.trim() ? { name: values.name } : {}),
    credentials: { ...(username.trim() ? { username } : {}), ...(password ? { password } : {}) },
  };
}

/** Everything but the password is sent as the form shows it; the password only when it was touched. */
export function toPatch(values: HostValues): HostPatchInput {
  const { username, password } = values.credentials;
  return {
    ...shared(values),
    name: values.name.trim() || values.id,
    credentials: {
      username: username.trim() ? username : null,
      ...(values.storedPassword === 'forget' ? { password: null } : {}),
      ...(values.storedPassword === 'replace' && password ? { password } : {}),
    },
  };
}

/** The same rules that the server applies, before it is asked. */
export const createErrors = (say: SayField) => (values: HostValues) => checkedBy(hostCreateSchema, say)(toCreate(values));
export const patchErrors = (say: SayField) => (values: HostValues) => checkedBy(hostPatchSchema, say)(toPatch(values));
