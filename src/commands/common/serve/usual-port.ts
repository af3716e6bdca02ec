/** The chapter's port. */
export const USUAL_PORT = 8000;
