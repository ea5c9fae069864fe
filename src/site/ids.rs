//! Ids: indices into the arenas of a site.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Makes an id from an index.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(index as u32)
            }

            /// Returns the index.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

id! {
    /// A document in one language.
    DocId;
    /// A document across languages.
    SetId;
    /// A section.
    SectionId;
    /// A topic.
    TopicId;
}
