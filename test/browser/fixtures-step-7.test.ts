import { browserOrReason } from '../support/browser.ts';
import { browserFixtureSuite } from '../support/fixture-suite.ts';

browserFixtureSuite('step-7', browserOrReason());
