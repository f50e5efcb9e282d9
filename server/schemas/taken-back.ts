import Type from 'typebox';

/** How many parts may be taken back from a version at once, without all being. */
export const MOST_TAKEN_BACK = 1_000;

/** What of an entity is taken back; without `what` all of it. */
export const TakenBackPart = Type.Object(
  {
    entity: Type.String({ maxLength: 200, description: 'Id of the entity; empty for the scene itself.' }),
    what: Type.Optional(Type.String({ maxLength: 500, description: 'As the list of differences names it. Default: all of the entity.' })),
  },
  { additionalProperties: false },
);
