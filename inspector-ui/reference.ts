import './shell/theme.ts';
import './reference/reference-page.ts';
