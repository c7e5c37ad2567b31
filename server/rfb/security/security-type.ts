/** What a security type is to the handshake (RFC 6143 section 7.2): a number, a name, and a way to prove who asks. */

import type { ByteStream } from '../byte-stream';
import type { Need } from '../rfb-error';

export interface Credentials {
  username?: string;
  password?: string;
}

/** The certificate that a server showed, trusted or not. */
export interface PeerCertificate {
  /** SHA-256 of the certificate, as `AB:CD:…`. */
  fingerprint: string;
  subject: string;
  issuer: string;
  /** Subject alternative names, as OpenSSL writes them: `DNS:host, IP Address:10.0.0.1`. */
  names: string;
  /** ms since 1970 UTC. */
  validFrom: number;
  validTo: number;
  /** Why it is not to be trusted, in the codes of Node and OpenSSL; null if it is. A pin overrules it. */
  problem: string | null;
}

export interface TlsOptions {
  /** PEM; without it the system's CAs count. Nothing but a certificate proves the server then, see {@link Scheme.verifies}. */
  ca?: string;
  /** The name or address that an X509 certificate must be for. */
  servername: string;
  /** Takes any certificate, but for a pin, which still counts: anybody on the way can be the server. */
  insecure?: boolean;
  /** Allows the types whose server shows no certificate at all: anybody on the way can be the server. */
  allowAnonymous?: boolean;
  /** SHA-256 fingerprint, hexadecimal with or without colons: only this certificate counts, whoever signed it. */
  pin?: string;
  /** SHA-256 fingerprint of a certificate that a layer around this one has proven: without a pin, it needs no other authority. */
  proven?: string;
  /** Without a pin or a CA: takes any certificate, which onPeerCertificate is to remember. */
  pinOnFirstUse?: boolean;
  /** Told of each certificate before it is judged. */
  onPeerCertificate?: (certificate: PeerCertificate) => void;
}

/** As both sides settled on; the later ones are spoken as 3.8. */
export type RfbVersion = '3.3' | '3.7' | '3.8';

/** The RSA key that a server showed (rfbproto.rst, "RSA-AES Security Type"). No authority signs it: it is known, or it isn't. */
export interface PeerKey {
  /** SHA-256 of the key as it was sent, as `AB:CD:…`. */
  fingerprint: string;
  /** As the viewers of RealVNC and TigerVNC show it, for people who compare: eight bytes of a SHA-1, `ab-cd-…`. */
  shortFingerprint: string;
  bits: number;
}

export interface RsaOptions {
  /** SHA-256 fingerprint, hexadecimal with or without colons: only this key counts. */
  pin?: string;
  /** Without a pin: takes any key, which onPeerKey is to remember. */
  pinOnFirstUse?: boolean;
  /** Takes any key: anybody on the way can be the server. */
  insecure?: boolean;
  /** Told of each key before it is judged. */
  onPeerKey?: (key: PeerKey) => void;
}

export interface SecurityContext {
  /** What the types take; replaced by what `ask` brings. */
  credentials: Credentials;
  /** Asks somebody for what a type needs and is not there, once, while the server waits. Without it: `credentials_needed`. */
  ask?: (needs: readonly Need[], optional: readonly Need[]) => Promise<Credentials>;
  tls: TlsOptions;
  /** Without it no server key is known, and RSA-AES ends before a secret is sent. */
  rsa?: RsaOptions;
  /** Whether nobody can read along who is not the server: inside TLS as the host's rules accept it, or over a UNIX socket. */
  confidential?: boolean;
  /** Lets types be taken without that whose password is readable for whoever answers. */
  unprotected?: boolean;
  /** Whether the channel has proven the server already, by the CA or the pin of {@link tls}: then every type may be taken. */
  verified?: boolean;
  /** Types and subtypes not to take. */
  avoid?: readonly number[];
  /** What each type needs that a new connection could take instead of the one under way. */
  elsewhere?: readonly (readonly Need[])[];
  version: RfbVersion;
}

export interface SecurityType {
  /** As registered with IANA or in rfbproto.rst. */
  readonly type: number;
  readonly name: string;
  readonly needs: readonly Need[];
  /**
   * Everything between the choice of the type and the SecurityResult, which the caller reads.
   * @throws RfbError
   */
  authenticate(stream: ByteStream, context: SecurityContext): Promise<void>;
}

/** How a login went up to its SecurityResult. */
export interface Secured {
  /** As people name it: `VncAuth`, `VeNCrypt X509Vnc`. */
  name: string;
  /** The type that it came down to. */
  type: SecurityType;
  /** Whether ServerInit is followed by Tight's capabilities. */
  tight?: boolean;
}

/** Why a scheme may not be used; each is the name of a note too. */
export type Bar =
  /** It does not check the certificate or key by which the server is to be known. */
  | 'unverified'
  /** Whoever answers could read the password. */
  | 'unprotected'
  /** The server shows no certificate. */
  | 'noCertificate'
  /** The server shows a key that no rule allows. */
  | 'keyUnknown';

/** An entry of a server's list: a security type, or a wrapper with a list of its own. */
export interface Scheme {
  readonly type: number;
  readonly name: string;
  readonly needs: readonly Need[];
  /** It has a list of its own, so what it needs shows later. */
  readonly wraps?: true;
  /**
   * By what it proves the server, before any credential leaves: a certificate (CA or pin), an RSA key (pin), or what its own list has for it.
   * A scheme without it proves nothing, and is not taken where the options name a CA or a pin.
   */
  readonly verifies?: 'certificate' | 'key' | 'inside';
  /** Why it may not be used. */
  barred?(context: SecurityContext): Bar | null;
  /** From its choice to the SecurityResult. @throws RfbError */
  negotiate(stream: ByteStream, context: SecurityContext): Promise<Secured>;
}
