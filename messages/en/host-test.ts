/** The steps of a host's test, and what each found. What failed is told by `refusals`. */
export default {
  step: {
    address: 'address',
    http: 'connection and HTTP',
    tlsHttp: 'connection, TLS and HTTP',
    rfb: 'connection and RFB version',
    tlsRfb: 'connection, TLS and RFB version',
    signIn: 'sign-in',
    securityTypes: 'security types',
    certificate: 'certificate',
  },
  answers: 'answers with HTTP {status}',
  desktop: '{security}; desktop "{name}", {width} × {height}',
  separator: '; ',
  validTo: 'valid to {date}',
  notVouchedFor: 'not vouched for: {problem}',
} as const;
