import {
  createDiffieHellman,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  getDiffieHellman,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  constants,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AesEax } from '@/server/rfb/crypto/aes-eax';
import { AesCmac } from '@/server/rfb/crypto/cmac';
import { vncDesCbc, vncDesEcb } from '@/server/rfb/crypto/des';
import { answerShare, modPow } from '@/server/rfb/crypto/diffie-hellman';
import { generateRsaKeyPair, isRsaPublicKey, rsaEncrypt } from '@/server/rfb/crypto/rsa';
import { legacyCrypto } from './support/novnc';
import { hex } from './support/scripted-peer';

describe('AES-CMAC', () => {
  const message = hex(
    '6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51 30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710',
  );

  it.each([
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ])('gives the tags of RFC 4493 section 4 for %i bytes', (length, tag) => {
    expect(new AesCmac(hex('2b7e151628aed2a6abf7158809cf4f3c')).tag(message.subarray(0, length))).toEqual(hex(tag));
  });

  it.each([
    [0, '028962f61b7bf89efc6b551f4667d983'],
    [16, '28a7023f452e8f82bd4bf28d8c37c35c'],
    [40, 'aaf3d8f1de5640c232f5b169b9c911e6'],
    [64, 'e1992190549f6ed5696a2c056c315410'],
  ])('gives the tags of NIST SP 800-38B for a key of 256 bits and %i bytes', (length, tag) => {
    const key = hex('603deb1015ca71be2b73aef0857d7781 1f352c073b6108d72d9810a30914dff4');
    expect(new AesCmac(key).tag(message.subarray(0, length))).toEqual(hex(tag));
  });
});

describe('AES-EAX', () => {
  // Message, key, nonce, header, ciphertext with tag: appendix G of the EAX paper, all ten.
  it.each([
    ['', '233952DEE4D5ED5F9B9C6D6FF80FF478', '62EC67F9C3A4A407FCB2A8C49031A8B3', '6BFB914FD07EAE6B', 'E037830E8389F27B025A2D6527E79D01'],
    [
      'F7FB',
      '91945D3F4DCBEE0BF45EF52255F095A4',
      'BECAF043B0A23D843194BA972C66DEBD',
      'FA3BFD4806EB53FA',
      '19DD5C4C9331049D0BDAB0277408F67967E5',
    ],
    [
      '1A47CB4933',
      '01F74AD64077F2E704C0F60ADA3DD523',
      '70C3DB4F0D26368400A10ED05D2BFF5E',
      '234A3463C1264AC6',
      'D851D5BAE03A59F238A23E39199DC9266626C40F80',
    ],
    [
      '481C9E39B1',
      'D07CF6CBB7F313BDDE66B727AFD3C5E8',
      '8408DFFF3C1A2B1292DC199E46B7D617',
      '33CCE2EABFF5A79D',
      '632A9D131AD4C168A4225D8E1FF755939974A7BEDE',
    ],
    [
      '40D0C07DA5E4',
      '35B6D0580005BBC12B0587124557D2C2',
      'FDB6B06676EEDC5C61D74276E1F8E816',
      'AEB96EAEBE2970E9',
      '071DFE16C675CB0677E536F73AFE6A14B74EE49844DD',
    ],
    [
      '4DE3B35C3FC039245BD1FB7D',
      'BD8E6E11475E60B268784C38C62FEB22',
      '6EAC5C93072D8E8513F750935E46DA1B',
      'D4482D1CA78DCE0F',
      '835BB4F15D743E350E728414ABB8644FD6CCB86947C5E10590210A4F',
    ],
    [
      '8B0A79306C9CE7ED99DAE4F87F8DD61636',
      '7C77D6E813BED5AC98BAA417477A2E7D',
      '1A8C98DCD73D38393B2BF1569DEEFC19',
      '65D2017990D62528',
      '02083E3979DA014812F59F11D52630DA30137327D10649B0AA6E1C181DB617D7F2',
    ],
    [
      '1BDA122BCE8A8DBAF1877D962B8592DD2D56',
      '5FFF20CAFAB119CA2FC73549E20F5B0D',
      'DDE59B97D722156D4D9AFF2BC7559826',
      '54B9F04E6A09189A',
      '2EC47B2C4954A489AFC7BA4897EDCDAE8CC33B60450599BD02C96382902AEF7F832A',
    ],
    [
      '6CF36720872B8513F6EAB1A8A44438D5EF11',
      'A4A4782BCFFD3EC5E7EF6D8C34A56123',
      'B781FCF2F75FA5A8DE97A9CA48E522EC',
      '899A175897561D7E',
      '0DE18FD0FDD91E7AF19F1D8EE8733938B1E8E7F6D2231618102FDB7FE55FF1991700',
    ],
    [
      'CA40D7446E545FFAED3BD12A740A659FFBBB3CEAB7',
      '8395FCF1E95BEBD697BD010BC766AAC3',
      '22E7ADD93CFC6393C57EC0B3C17D6B44',
      '126735FCC320D25A',
      'CB8920F87A6C75CFF39627B56E3ED197C552D295A7CFC46AFC253B4652B1AF3795B124AB6E',
    ],
  ])('seals and opens the message %j of the EAX paper', (message, key, nonce, header, sealed) => {
    const eax = new AesEax(hex(key));
    expect(eax.seal(hex(nonce), hex(header), hex(message))).toEqual(hex(sealed));
    expect(eax.open(hex(nonce), hex(header), hex(sealed))).toEqual(hex(message));
  });

  it('opens nothing of which a single bit was changed, in ciphertext, tag, header or nonce', () => {
    const eax = new AesEax(randomBytes(16));
    const [nonce, header] = [randomBytes(16), Buffer.of(0, 20)];
    const sealed = eax.seal(nonce, header, randomBytes(20));
    for (const part of [sealed, header, nonce]) {
      for (let bit = 0; bit < part.length * 8; bit++) {
        part[bit >> 3]! ^= 1 << (bit & 7);
        expect(eax.open(nonce, header, sealed)).toBeUndefined();
        part[bit >> 3]! ^= 1 << (bit & 7);
      }
    }
    expect(eax.open(nonce, header, sealed)).toHaveLength(20);
    expect(eax.open(nonce, header, sealed.subarray(0, 15))).toBeUndefined();
  });

  it.each([16, 32])(
    "agrees with noVNC's, with keys of %i bytes, for every length up to 70 and for a whole message of 65535",
    async (keyLength) => {
      const crypto = await legacyCrypto();
      for (const length of [...Array(71).keys(), 65_535]) {
        const [key, iv, additionalData, message] = [randomBytes(keyLength), randomBytes(16), randomBytes(2), randomBytes(length)];
        const theirs = await crypto.importKey('raw', key, { name: 'AES-EAX' }, false, ['encrypt', 'decrypt']);
        const sealed = new AesEax(key).seal(iv, additionalData, message);
        expect(Buffer.from(await crypto.encrypt({ name: 'AES-EAX', iv, additionalData }, theirs, message)).equals(sealed)).toBe(true);
        expect(Buffer.from((await crypto.decrypt({ name: 'AES-EAX', iv, additionalData }, theirs, sealed))!).equals(message)).toBe(true);
      }
    },
  );
});

describe("VNC's DES", () => {
  it('encrypts the classic block under its key in reversed bits', () => {
    // 133457799bbcdff1 with the bits of each byte reversed.
    expect(vncDesEcb(hex('c82cea9ed93dfb8f'), hex('0123456789abcdef'))).toEqual(hex('85e813540f0ab405'));
  });

  it('answers a challenge as TigerVNC took it', () => {
    const response = vncDesEcb(Buffer.from('S3cretpw'), hex('ed428370e4ba70a58901b79998e679f3'));
    expect(response).toEqual(hex('a832456ad9d8221e6c56e53d8573929c'));
  });

  it("agrees with noVNC's in both modes", async () => {
    const crypto = await legacyCrypto();
    for (let i = 0; i < 50; i++) {
      const [key, iv, plain] = [randomBytes(8), randomBytes(8), randomBytes(64)];
      const cbc = await crypto.importKey('raw', key, { name: 'DES-CBC' }, false, ['encrypt']);
      expect(Buffer.from(await crypto.encrypt({ name: 'DES-CBC', iv }, cbc, plain))).toEqual(vncDesCbc(key, iv, plain));
      const ecb = await crypto.importKey('raw', key, { name: 'DES-ECB' }, false, ['encrypt']);
      expect(Buffer.from(await crypto.encrypt({ name: 'DES-ECB' }, ecb, plain))).toEqual(vncDesEcb(key, plain));
    }
  });
});

describe('Diffie-Hellman', () => {
  it('raises to a power as repeated multiplication does', () => {
    for (let modulus = 1n; modulus < 30n; modulus++) {
      for (let base = 0n; base < 30n; base++) for (let e = 0n; e < 12n; e++) expect(modPow(base, e, modulus)).toBe(base ** e % modulus);
    }
  });

  it("finds the secret that OpenSSL's side finds", () => {
    const server = getDiffieHellman('modp14');
    server.generateKeys();
    const modulus = server.getPrime();
    const share = answerShare({ generator: Buffer.of(0, 2), modulus, publicValue: server.getPublicKey() })!;
    expect(share.publicValue).toHaveLength(256);
    expect(share.secret).toEqual(server.computeSecret(share.publicValue));
  });

  it("finds the secret that noVNC's side finds, with 64 bits and with 1024", async () => {
    const crypto = await legacyCrypto();
    for (const modulus of [hex('ffffffffffffffc5'), getDiffieHellman('modp2').getPrime()]) {
      const generator = Buffer.of(0, 5);
      const theirs = crypto.generateKey({ name: 'DH', g: generator, p: modulus }, false, ['deriveBits']);
      const publicValue = Buffer.from(crypto.exportKey('raw', theirs.publicKey));
      const share = answerShare({ generator, modulus, publicValue })!;
      const secret = crypto.deriveBits({ name: 'DH', public: share.publicValue }, theirs.privateKey, modulus.length * 8);
      expect(share.secret).toEqual(Buffer.from(secret));
      expect(createHash('md5').update(share.secret).digest()).toEqual(Buffer.from(await crypto.digest('MD5', secret)));
    }
  });

  it('keeps the leading zeros of its results', () => {
    // 2^1 mod p, in eight bytes.
    const share = answerShare({ generator: Buffer.of(2), modulus: hex('ffffffffffffffc5'), publicValue: hex('0000000000000003') }, () =>
      Buffer.of(1),
    );
    expect(share).toEqual({ publicValue: hex('0000000000000002'), secret: hex('0000000000000003') });
  });

  it.each([
    ['a modulus of zero', '0000', '02', '0003'],
    ['a modulus of one', '0001', '02', '0000'],
    ['an even modulus', '0100', '02', '0003'],
    ['a generator of zero', '0101', '00', '0003'],
    ['a generator of one', '0101', '01', '0003'],
    ['a generator that is one modulo p', '0101', '0102', '0003'],
    ['a generator of minus one', '0101', '0100', '0003'],
    ['a public value of zero', '0101', '02', '0000'],
    ['a public value of one', '0101', '02', '0001'],
    ['a public value of minus one', '0101', '02', '0100'],
    ['a public value as large as the modulus', '0101', '02', '0101'],
  ])('refuses %s', (_what, modulus, generator, publicValue) => {
    expect(answerShare({ generator: hex(generator), modulus: hex(modulus), publicValue: hex(publicValue) })).toBeUndefined();
  });

  it('takes no longer than a tenth of a second for each of its two powers at the longest modulus allowed', () => {
    const modulus = randomBytes(1024);
    modulus[0]! |= 0x80;
    modulus[1023]! |= 1;
    const started = performance.now();
    expect(answerShare({ generator: Buffer.of(2), modulus, publicValue: randomBytes(1024).fill(0, 0, 1) })).toBeDefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('computes with a modulus of 64 bits, which Node itself refuses', () => {
    expect(() => createDiffieHellman(hex('ffffffffffffffc5'), 5).generateKeys()).toThrow();
  });
});

describe('RSA', () => {
  it("encrypts what OpenSSL's private key decrypts", () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    const message = randomBytes(16);
    const exponent = Buffer.concat([Buffer.alloc(125), Buffer.from(e!, 'base64url')]);
    const encrypted = rsaEncrypt({ bits: 1024, modulus: Buffer.from(n!, 'base64url'), exponent }, message)!;
    expect(encrypted).toHaveLength(128);
    const padded = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
    expect(padded.subarray(0, 2)).toEqual(Buffer.of(0, 2));
    expect(padded.subarray(2, -17)).not.toContain(0);
    expect(padded.subarray(-17)).toEqual(Buffer.concat([Buffer.of(0), message]));
  });

  it('decrypts what was encrypted to its key with the right padding and length, and nothing else', async () => {
    const pair = await generateRsaKeyPair(1024);
    const { modulus, exponent } = pair.publicKey;
    const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
    const encrypt = (message: Buffer, padding: number) =>
      publicEncrypt({ key: createPublicKey({ key: jwk, format: 'jwk' }), padding }, message);
    const message = randomBytes(16).fill(0, 3, 5);
    expect(pair.decrypt(encrypt(message, constants.RSA_PKCS1_PADDING), 16)).toEqual(message);
    expect(pair.decrypt(encrypt(message, constants.RSA_PKCS1_PADDING), 15)).toBeUndefined();
    expect(pair.decrypt(encrypt(message, constants.RSA_PKCS1_PADDING), 17)).toBeUndefined();
    expect(pair.decrypt(encrypt(message, constants.RSA_PKCS1_OAEP_PADDING), 16)).toBeUndefined();
    expect(pair.decrypt(Buffer.alloc(128, 0xff), 16)).toBeUndefined();
    expect(pair.decrypt(Buffer.alloc(128), 16)).toBeUndefined();
    expect(pair.decrypt(Buffer.alloc(5), 16)).toBeUndefined();
  });

  it('takes no key that is shorter than it says, even, or made to cost time', async () => {
    const { publicKey: good } = await generateRsaKeyPair(1024);
    expect(isRsaPublicKey(good)).toBe(true);
    const with_ = (part: 'modulus' | 'exponent', change: (bytes: Buffer) => void) => {
      const bytes = Buffer.from(good[part]);
      change(bytes);
      return { ...good, [part]: bytes };
    };
    expect(isRsaPublicKey({ ...good, bits: 2048 })).toBe(false);
    expect(isRsaPublicKey(with_('modulus', (bytes) => bytes.fill(0)))).toBe(false);
    expect(isRsaPublicKey(with_('modulus', (bytes) => bytes.fill(0, 0, 1)))).toBe(false);
    expect(isRsaPublicKey(with_('modulus', (bytes) => (bytes[127]! &= 0xfe)))).toBe(false);
    expect(isRsaPublicKey(with_('exponent', (bytes) => bytes.fill(0)))).toBe(false);
    expect(isRsaPublicKey(with_('exponent', (bytes) => bytes.fill(0).fill(1, 127)))).toBe(false);
    expect(isRsaPublicKey(with_('exponent', (bytes) => bytes.fill(0xff)))).toBe(false);
    expect(isRsaPublicKey(with_('exponent', (bytes) => bytes.fill(0).fill(0xff, 120)))).toBe(true);
    expect(isRsaPublicKey(with_('exponent', (bytes) => bytes.fill(0).fill(0xff, 119)))).toBe(false);
  });
});
