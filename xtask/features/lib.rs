//! Nothing but a manifest: the features with which every build of this workspace compiles what it shares.
