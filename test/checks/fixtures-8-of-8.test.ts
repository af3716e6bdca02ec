import { fixturePart } from '../support/fixture-part.ts';

await fixturePart(import.meta.url);
