/** The RFB protocol (RFC 6143, rfbproto.rst) without a screen: logging in to a server, standing in for one, and reading what passes between. */

export { ByteStream, type ByteStreamOptions } from './byte-stream';
export { login, type Login, type LoginOptions } from './client-handshake';
export { isNoted, RfbError, type Need, type RfbErrorCode, type RfbErrorOptions, type RfbNote } from './rfb-error';
export type { Credentials, PeerCertificate, PeerKey, RfbVersion, RsaOptions, TlsOptions } from './security/security-type';
export { securityName } from './security/registry';
export { welcome, type Welcome } from './server-handshake';
export type { ServerInit } from './server-init';
export { dialTls, overTls, type TlsKind } from './tls';
export { agreeOnVersion, greet } from './version';
export { ClientMessages } from './messages/client-messages';
export { followsHost, type ClientRules } from './messages/client-rules';
export { PixelAgreement } from './messages/pixel-agreement';
export { ServerMessages } from './messages/server-messages';
export type { Violation } from './messages/violation';
