//! What tells two people of one name apart: walks of life that hardly anybody shares, unless an affiliation joins them.

/// A walk of life. Public offices, business, law, science and the press are one: people move between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Arts,
    Everyday,
    Public,
    Sport,
}

impl Field {
    pub const ALL: [Field; 4] = [Field::Arts, Field::Everyday, Field::Public, Field::Sport];

    pub fn word(self) -> &'static str {
        match self {
            Field::Arts => "arts",
            Field::Everyday => "everyday",
            Field::Public => "public",
            Field::Sport => "sport",
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        Field::ALL.into_iter().find(|field| field.word() == word)
    }
}

const ARTS: &str = "actor actress singer musician rapper drummer guitarist pianist violinist composer filmmaker novelist poet \
    playwright painter sculptor comedian dancer choreographer";
const EVERYDAY: &str = "baker butcher farmer fisherman driver mechanic electrician plumber carpenter barber shopkeeper waiter \
    waitress cashier welder gardener cleaner nurse teacher student pupil retiree pensioner tourist passenger shopper resident \
    bystander villager tenant refugee";
const PUBLIC: &str = "president minister senator congressman congresswoman governor mayor chancellor premier ambassador \
    secretary lawmaker legislator mp councillor councilman councilwoman commissioner prosecutor judge justice attorney lawyer \
    professor scientist researcher economist historian physicist biologist analyst banker chairman chairwoman executive ceo \
    founder co-founder diplomat general admiral sen rep gov pollster strategist journalist columnist correspondent";
const SPORT: &str = "striker midfielder defender goalkeeper quarterback pitcher batsman bowler footballer cricketer golfer \
    sprinter swimmer boxer skier cyclist jockey referee";

/// What the title says; `None` where it fits several walks of life ("director", "captain", "manager").
pub(super) fn field(title: &str) -> Option<Field> {
    let lists = [(ARTS, Field::Arts), (EVERYDAY, Field::Everyday), (PUBLIC, Field::Public), (SPORT, Field::Sport)];
    let title = title.to_lowercase();
    let words = title.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty());
    let mut found = None;
    for word in words {
        for (list, field) in lists {
            if list.split_ascii_whitespace().any(|listed| listed == word) {
                // "a baker and poet": either, so neither.
                if found.is_some_and(|old| old != field) {
                    return None;
                }
                found = Some(field);
            }
        }
    }
    found
}
