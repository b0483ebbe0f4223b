import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fromHex, SwitchyardError } from '@switchyard/primitives';
import { asError } from './clock.ts';
import type { Refusal } from './refusal.ts';

/** Replaces a file so that a crash leaves the old or the new content, never a mixture, and the new one is durable. */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  { mode = 0o600 }: { readonly mode?: number } = {},
): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const fresh = `${path}.new`;
    const file = await open(fresh, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw new FileWriteError(path, { cause: error });
  }
}

/** A file could not be replaced: the old content, or the new one, is there. */
class FileWriteError extends SwitchyardError {
  override readonly code = 'FILE_WRITE';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super('a file cannot be written', { path }, options);
  }
}

/** Makes a folder and those above it. Of a read-only disk Node says that something is missing; this says what it is. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The content of a file, or undefined when there is none. */
export async function readFileIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** What passes without a change of the file: too many are open, no memory, a disk that fails. */
const passing = ['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EINTR', 'EIO'];

/** A file could not be read now, which tells nothing of its content. */
class FileReadError extends SwitchyardError {
  override readonly code = 'FILE_READ';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super('a file cannot be read now', { path }, options);
  }
}

/** The text of a file. @throws FileReadError; what reading it says when it is missing, or may not be read. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (passing.some((code) => isErrno(error, code))) throw new FileReadError(path, { cause: error });
    throw error;
  }
}

/** A key file is missing or is not 64 hex digits. */
export class SecretKeyError extends SwitchyardError {
  override readonly code = 'SECRET_KEY';
  override readonly fault = 'fatal';

  constructor(
    path: string,
    {
      problem = 'it is not a key of 64 hex digits',
      remedy,
      ...options
    }: ErrorOptions & { readonly problem?: string; readonly remedy?: string | undefined } = {},
  ) {
    super(
      'a key file cannot be used',
      {
        file: path,
        problem,
        remedy:
          remedy ??
          'restore it from a copy; a lost key cannot be made again, `npm start -- --fresh` makes a new network',
      },
      options,
    );
  }
}

/** The 32-byte seed in a file of 64 hex digits. @throws SecretKeyError, never with the content; FileReadError */
export async function readSecretKey(
  path: string,
  { remedy }: { readonly remedy?: string } = {},
): Promise<Uint8Array> {
  let text: string;
  try {
    text = (await readText(path)).trim();
  } catch (error) {
    if (error instanceof FileReadError) throw error;
    throw new SecretKeyError(path, { problem: asError(error).message, cause: error, remedy });
  }
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new SecretKeyError(path, { remedy });
  return fromHex(text);
}

/** A file that a service cannot do without is missing, or not what it should be. */
export class UnusableFileError extends SwitchyardError {
  override readonly code = 'FILE_UNUSABLE';
  override readonly fault = 'fatal';

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super('a file cannot be used', refusal, options);
  }
}

/**
 * Reads and parses a file. @throws UnusableFileError, with the remedy, when it is missing or does not parse;
 * FileReadError
 */
export async function readFileWith<T>(
  file: string,
  parse: (text: string) => T,
  { remedy }: Pick<Refusal, 'remedy'>,
): Promise<T> {
  try {
    return parse(await readText(file));
  } catch (error) {
    if (error instanceof FileReadError) throw error;
    throw new UnusableFileError({ file, problem: asError(error).message, remedy }, { cause: error });
  }
}

/** Whether a failure is this errno. */
export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
