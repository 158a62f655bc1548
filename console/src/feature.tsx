/**
 * A feature is a folder: its manifest says where it is found, what it is called, who may see it and which page it has.
 * The page, with its words, is loaded when somebody goes there.
 */
import { type ComponentType, lazy, type ReactNode } from "react";
import { Navigate } from "react-router-dom";
import type { Action, Me, Site } from "./api/types";
import type { CoreWord } from "./words/catalogue";

export interface PageProps {
  me: Me;
  sites: Site[];
  /** The one that is looked at; none before there is one. */
  site?: Site;
}

interface Manifest<Props> {
  /** Where it is found; with `/*` it has addresses of its own below. */
  path: string;
  title: CoreWord;
  /** What somebody must be allowed to do to see it; nothing: everybody who is signed in. */
  may?: Action;
  /** Found by its address alone, by those who know it. */
  aside?: boolean;
  /** How much waits there, beside its name. */
  useCount?: (me: Me) => number;
  page: () => Promise<{ default: ComponentType<Props> }>;
}

export interface Feature extends Omit<Manifest<never>, "page"> {
  /** Loads the page ahead of time. */
  load: () => Promise<unknown>;
  draw: (props: PageProps) => ReactNode;
}

/** Where a feature begins. */
export const startOf = ({ path }: Pick<Feature, "path">) => path.replace("/*", "");

export function feature({ page, ...rest }: Manifest<PageProps>): Feature {
  const Page = lazy(page);
  return { ...rest, load: page, draw: (props) => <Page {...props} /> };
}

/** A feature that is about one site, and nowhere without one. */
export function siteFeature({ page, ...rest }: Manifest<PageProps & { site: Site }>): Feature {
  const Page = lazy(page);
  return {
    ...rest,
    load: page,
    draw: ({ site, ...more }) => (site ? <Page key={site.id} site={site} {...more} /> : <Navigate to="/" />),
  };
}
