import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What a TLS server on this machine needs. PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * A certificate that nobody trusts, signed by its own key (RFC 5280, DER as in X.690): for a browser that is told to accept it and that reaches
 * no other server. It is made anew each time, so no key is kept.
 */
export function ownCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const ecdsaWithSha256 = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));
  const commonName = sequence(objectId(2, 5, 4, 3), der(0x0c, Buffer.from('recording')));
  const name = sequence(der(0x31, commonName));
  const body = sequence(
    // Version 3.
    der(0xa0, der(0x02, Buffer.from([2]))),
    // A positive number.
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(-1), time(7)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  // A bit string without unused bits.
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').replaceAll(/(.{64})/gu, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** Numbers after the first two in groups of seven bits, the most significant first. */
function objectId(first: number, second: number, ...rest: readonly number[]): Buffer {
  const groups = rest.flatMap((number) => {
    const bytes = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
    return bytes;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...groups]));
}

/** UTCTime. @param days from now */
function time(days: number): Buffer {
  const at = new Date(Date.now() + days * 24 * 3600 * 1000);
  return der(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/gu, '').slice(2, 14)}Z`));
}
