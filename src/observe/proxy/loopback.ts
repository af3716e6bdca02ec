/** The name or address in a Host field, without its port. */
export function hostOf(host: string): string {
  return host.replace(/:\d+$/u, '').toLowerCase();
}

/** Whether a host is this machine to itself: `localhost`, or an address of 127.0.0.0/8 or ::1 (RFC 6761, 6.3; RFC 1122, 3.2.1.3). */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^127(?:\.\d{1,3}){3}$/u.test(host) || host === '[::1]';
}
