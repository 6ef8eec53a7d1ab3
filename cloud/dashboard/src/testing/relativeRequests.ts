/** A Request that takes addresses without a host, as a page's does; Node's wants whole ones and knows no page. */
export function relativeRequests(): typeof Request {
  const NodeRequest = globalThis.Request;
  return class extends NodeRequest {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      // jsdom's AbortSignal is not Node's, and Node refuses it.
      super(typeof input === 'string' && input.startsWith('/') ? `http://localhost${input}` : input, init === undefined ? undefined : { ...init, signal: null });
    }
  };
}
