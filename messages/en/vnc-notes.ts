/** What the portal itself has to say of a failed sign-in to a VNC server, in parentheses behind the refusal. */
export default {
  credentialTooLong:
    'the {need, select, username {username} other {password}} is longer than the {limit} bytes that this security type has room for',
  credentialHasNul: 'the {need, select, username {username} other {password}} has a NUL in it, where this security type would end it',
  hungUp: 'it closed the connection in answer to them',
  unproven: 'it ended the exchange without a proof that it knows the password',
  serverUnproven: 'the server does not prove that it knows the password',
  offers: 'it offers {types}',
  unverified: '{type}: it does not verify the certificate or key that is set for the host',
  unprotected: '{type}: whoever answers could read the password',
  noCertificate: '{type}: it shows no certificate, and the host does not allow that',
  keyUnknown: '{type}: the key of the server is not known',
  tightTunnel: 'Tight without its plain tunnel',
  tightWith: 'Tight with {types}',
  saslWith: 'SASL with {names}',
  saslEmpty: 'SASL with no mechanism',
  dialect: 'it announces version {version}, and says nothing to 3.8',
  dialectOfAten: 'it announces version {version}, the dialect of ATEN boards such as Supermicro’s',
  rsaKeyChanged: 'the server shows another RSA key: {fingerprint}',
  rsaKeyUnknown: "the server's RSA key is not known: {fingerprint}",
  several: '{first}; {rest}',
} as const;
