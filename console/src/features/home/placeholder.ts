/** What an organisation is called until somebody names it. */
export const PLACEHOLDER = "My organisation";
