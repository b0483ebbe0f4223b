import { verify } from 'node:crypto';
import { signatureQuestion, type Transaction } from '@switchyard/protocol';

/** Checks a signature in the thread pool: the calling thread only hands the bytes over. */
export function checkSignatureInThreadPool(
  transaction: Pick<Transaction, 'bodyBytes' | 'publicKey' | 'signature'>,
): Promise<boolean> {
  const question = signatureQuestion(transaction);
  if (question === undefined) return Promise.resolve(false);
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  verify(null, question.message, question.key, question.signature, (error, isValid) => {
    if (error === null) resolve(isValid);
    else reject(error);
  });
  return promise;
}
