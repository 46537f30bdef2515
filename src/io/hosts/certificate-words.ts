const unknown = 'its certificate comes from an authority that is not known here';

/** What is wrong with a certificate, by Node's code. */
const untrusted: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself, and nobody said to trust it',
  SELF_SIGNED_CERT_IN_CHAIN: unknown,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknown,
  UNABLE_TO_GET_ISSUER_CERT: unknown,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknown,
  CERT_SIGNATURE_FAILURE: unknown,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate names another host',
};

/** What is wrong with a server's certificate, by Node's code; undefined where the code says something else. */
export const certificateWords = (code: string): string | undefined => untrusted[code];
