/** Version of Worldwire, as its package.json says as well; plugins say with which versions they work. */
export const VERSION = '0.1.0';
