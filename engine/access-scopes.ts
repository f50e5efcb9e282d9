/** What a user can be asked access for. */
export const ACCESS_SCOPES = ['Websocket', 'HTTP'] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];
