import { afterEach } from 'vitest';
import { endAll } from '../after-every-test.ts';

afterEach(endAll);
