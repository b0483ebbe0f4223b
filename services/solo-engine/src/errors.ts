import { SwitchyardError } from '@switchyard/primitives';

/** The application went away, threw, or did not answer in time. */
export class ApplicationLostError extends SwitchyardError {
  override readonly code = 'SOLO_APPLICATION_LOST';
  override readonly fault = 'transient';

  constructor(call: string, cause: unknown) {
    super('application is lost', { call }, { cause });
  }
}

/** The block store cannot be read or written, or holds what was not written. */
export class StoreError extends SwitchyardError {
  override readonly code = 'SOLO_STORE';
  override readonly fault = 'fatal';
}

/** A file of the home folder is missing or malformed. */
export class HomeError extends SwitchyardError {
  override readonly code = 'SOLO_HOME';
  override readonly fault = 'fatal';

  constructor(
    problem: string,
    { path, remedy, ...options }: ErrorOptions & { readonly path: string; readonly remedy?: string },
  ) {
    super(
      problem,
      {
        file: path,
        remedy: remedy ?? 'restore it from a copy; without one `npm start -- --fresh` begins a new network',
      },
      options,
    );
  }
}
