//! Features: a template filled with atoms. Running needs only their hashes; training and `model show` also their words.
//! Both go through the same feature functions, which write to a [`Sink`].

/// A piece of what a feature looks at: a word form, a suffix, a tag, by its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Atom(pub u32);

impl Atom {
    /// No word there: before the first, after the last.
    pub const NONE: Atom = Atom(0x9E37_79B9);

    pub fn of(text: &str) -> Atom {
        Atom::of_bytes(text.as_bytes())
    }

    /// FNV-1a: short strings, no seed, the same on every machine.
    pub fn of_bytes(bytes: &[u8]) -> Atom {
        let hash = bytes.iter().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
        Atom(finish(hash))
    }

    pub fn number(number: u32) -> Atom {
        Atom(finish(number.wrapping_add(0x5851_F42D)))
    }
}

/// Spreads the bits of a hash (the finalizer of MurmurHash3).
fn finish(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xC2B2_AE35);
    hash ^ (hash >> 16)
}

/// A feature template: its number within one model, and its name for people.
#[derive(Clone, Copy, Debug)]
pub struct Template(pub u32, pub &'static str);

/// The hash under which a feature's weights are kept.
pub fn hash(template: Template, atoms: &[Atom]) -> u32 {
    let seed = finish(template.0.wrapping_mul(0x9E37_79B1).wrapping_add(1));
    atoms.iter().fold(seed, |hash, atom| finish(hash.rotate_left(5) ^ atom.0))
}

/// Where feature functions put what they find.
pub trait Sink {
    fn add(&mut self, template: Template, atoms: &[Atom]);
}

/// The hashes alone: what running and training use.
impl Sink for Vec<u32> {
    #[inline]
    fn add(&mut self, template: Template, atoms: &[Atom]) {
        self.push(hash(template, atoms));
    }
}

/// Remembers what the atoms of some features were, so that their weights can be shown.
#[derive(Debug, Default)]
pub struct Named {
    pub features: Vec<(u32, &'static str, Vec<Atom>)>,
}

impl Sink for Named {
    fn add(&mut self, template: Template, atoms: &[Atom]) {
        self.features.push((hash(template, atoms), template.1, atoms.to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_template_matter() {
        let (a, b) = (Atom::of("a"), Atom::of("b"));
        let (one, two) = (Template(1, "one"), Template(2, "two"));
        assert_ne!(hash(one, &[a, b]), hash(one, &[b, a]));
        assert_ne!(hash(one, &[a]), hash(two, &[a]));
        assert_ne!(hash(one, &[a]), hash(one, &[a, a]));
    }
}
