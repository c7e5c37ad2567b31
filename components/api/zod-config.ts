/** zod compiles parsers with `new Function` where it may; our policy forbids that, and asking is a violation by itself. Import this first. */

import { z } from 'zod';

z.config({ jitless: true });
