/** The features, in the order of the navigation. */
import { audience } from "./features/audience/manifest";
import { consent } from "./features/consent/manifest";
import { design } from "./features/design/manifest";
import { docs } from "./features/docs/manifest";
import { home } from "./features/home/manifest";
import { people } from "./features/people/manifest";
import { reach } from "./features/reach/manifest";
import { register } from "./features/register/manifest";
import { requests } from "./features/requests/manifest";
import { segments } from "./features/segments/manifest";
import { settings } from "./features/settings/manifest";

export const FEATURES = [home, audience, people, segments, reach, requests, register, consent, settings, docs, design];
