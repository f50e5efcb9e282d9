import './controls/theme.ts';
import './reference/reference-page.ts';
