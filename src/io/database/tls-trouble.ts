import { certificateWords } from '../hosts/certificate-words.ts';
import { namesOfCertificate } from '../hosts/names-of-certificate.ts';

/** What is wrong, and what to write in cluster.yaml. */
export interface TlsTrouble {
  readonly what: string;
  readonly hint: string;
}

interface Said {
  /** Node's code of an error, or the server's. */
  readonly code: string;
  readonly message: string;
}

const clusterDatabase = 'the database in cluster.yaml';

const wordsFor = (whose: string) => {
  const setTls = (text: string): string => `set tls of ${whose} to ${text}`;
  const trust = setTls('{ mode: verify, ca: FILE }, with the certificate of the authority that signed it');
  return { setTls, trust };
};

/** What a failed handshake was about. */
function ofHandshake(
  { code, message }: Said,
  error: unknown,
  whose = clusterDatabase,
): TlsTrouble | undefined {
  const { setTls, trust } = wordsFor(whose);
  const words = certificateWords(code);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      what: `${words}${namesOfCertificate(error)}`,
      hint: `${setTls('{ mode: verify, …, name: NAME }')}, with a name that the certificate has`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return {
      what: words ?? '',
      hint: `give the server a certificate that is valid; until then ${setTls('require')}, which asks for no proof of who answers`,
    };
  if (words) return { what: words, hint: trust };
  if (code === 'NO_TLS')
    return {
      what: 'it speaks no TLS',
      hint: `turn ssl on in postgresql.conf of the server, or ${setTls('off')}`,
    };
  if (/^ERR_SSL_.*ALERT/.test(code))
    return {
      what: `it does not take the certificate that we show: ${message}`,
      hint: `correct cert and key under tls of ${whose}: the server has to trust who signed it`,
    };
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_OSSL_')
    ? {
        what: `no TLS comes about: ${message}`,
        hint: `see the log of the server, and the files that tls of ${whose} names`,
      }
    : undefined;
}

/** What a refusal of the server had to do with TLS. */
function ofRefusal({ message }: Said, whose = clusterDatabase): string | undefined {
  const { setTls } = wordsFor(whose);
  if (/no encryption|SSL off/.test(message))
    return `the server takes connections with TLS only: ${setTls('require, or to verify with its ca')}`;
  if (/requires a valid client certificate/.test(message))
    return `the server asks for a certificate of ours: give cert and key under tls of ${whose}`;
  if (/certificate authentication failed/.test(message))
    return `the certificate under tls of ${whose} names another user: its common name has to be that user, or pg_ident.conf maps it`;
  if (/SSL encryption|SSL on/.test(message))
    return `if the server takes connections without TLS only, ${setTls('off')}; else check pg_hba.conf of the server`;
  return undefined;
}

/** What TLS has to do with an error of a connection to PostgreSQL: a trouble of its own, or a hint for a refusal. */
export const tlsTrouble = { ofHandshake, ofRefusal };
