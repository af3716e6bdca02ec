import type { Entries } from '../entry.ts';
import { pageAddressEntries } from './page-address.ts';
import { pageConnectionEntries } from './page-connection.ts';
import { pageFormEntries } from './page-form.ts';

/** The page's WebSocket: how it is opened, and what its form sends. */
export const pageSocketEntries: Entries<
  keyof typeof pageAddressEntries | keyof typeof pageConnectionEntries | keyof typeof pageFormEntries
> = {
  ...pageAddressEntries,
  ...pageConnectionEntries,
  ...pageFormEntries,
};
