import type { Bytes } from './bytes';
import type { ClockCheck } from './clock';

/** Why the server would no longer let this pass in; kept, so that the page still says it without network. */
export type Standing = 'good' | 'revoked' | 'expired';

/** All that the pass keeps. The key is a CryptoKey: IndexedDB stores the handle, never the bytes. */
export interface StoredPass {
  readonly privateKey: CryptoKey;
  readonly accountId: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly name: string;
  readonly login: string;
  readonly credentialId: string;
  readonly document: Bytes;
  readonly notBefore: string;
  readonly notAfter: string;
  /** By the phone's clock. */
  readonly enrolledAt: number;
  readonly standing: Standing;
  readonly standingReason: string | null;
  /** Last time the server confirmed the standing, by the phone's clock. */
  readonly checkedAt: number;
  readonly clock: ClockCheck | null;
}

const DATABASE = 'studyspot-pass';
const STORE = 'pass';
const KEY = 'current';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not open'));
  });
}

/** Resolves after the transaction is complete, so that what was written is there after a crash. */
async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
    });
  } finally {
    database.close();
  }
}

export async function loadPass(): Promise<StoredPass | null> {
  return (await run<StoredPass | undefined>('readonly', (store) => store.get(KEY) as IDBRequest<StoredPass | undefined>)) ?? null;
}

export async function savePass(pass: StoredPass): Promise<void> {
  await run('readwrite', (store) => store.put(pass, KEY));
}

export async function deletePass(): Promise<void> {
  await run('readwrite', (store) => store.delete(KEY));
}
