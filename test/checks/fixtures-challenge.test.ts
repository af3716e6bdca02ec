import { fixtureSuite } from '../support/fixture-suite.ts';

fixtureSuite('challenge');
