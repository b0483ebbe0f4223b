import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvFile } from '@switchyard/service-kit';

/** The example file of a service does not name a variable that the plan sets: the two have grown apart. */
export class UnknownVariableError extends Error {
  constructor(service: string, variables: readonly string[]) {
    super(`services/${service}/local.env.example does not name ${variables.join(', ')}`);
    this.name = 'UnknownVariableError';
  }
}

/**
 * The environment of a service: its own example file, with some values replaced. Fields are without prefix, such as
 * `ADMIN_ADDR`. @throws UnknownVariableError
 */
export function serviceEnvironment(
  root: string,
  service: string,
  replaced: Readonly<Record<string, string>>,
): Record<string, string> {
  const prefix = `SWITCHYARD_${service.replaceAll('-', '_').toUpperCase()}_`;
  const example = parseEnvFile(readFileSync(join(root, 'services', service, 'local.env.example'), 'utf8'));
  const named = Object.fromEntries(Object.entries(replaced).map(([field, value]) => [prefix + field, value]));
  const unknown = Object.keys(named).filter((variable) => !(variable in example));
  if (unknown.length > 0) throw new UnknownVariableError(service, unknown);
  return { ...example, ...named };
}
