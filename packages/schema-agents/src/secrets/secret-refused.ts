// Owns: the refusal to open a secret.
// Must not know: what it is a secret of.

/**
 * `key`: none of the keys that were given has the secret's `kid`. `seal`: the one that has does not open it: it is another key under
 * that name, or the secret was changed or moved. `form`: it is no secret of ours. No message has a key or a secret in it.
 */
export class SecretRefused extends Error {
  override readonly name = 'SecretRefused'
  readonly reason: 'key' | 'seal' | 'form'

  constructor(reason: SecretRefused['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** Also across two copies of this package. */
export function isSecretRefused(error: unknown): error is SecretRefused {
  return error instanceof Error && error.name === 'SecretRefused' && 'reason' in error
}
