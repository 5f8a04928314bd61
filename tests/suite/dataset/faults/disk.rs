//! A model of a disk behind a cache: what was written, and what of it a loss of power spares.
//!
//! Nothing lasts before it is synced: neither what is in a file nor which names are in a folder. A disk may keep more
//! than that, in any selection, so several losses are tried.

use super::shim::Operation;
use super::*;

const CREATE: i64 = 0o100;
const EXCHANGE: i64 = 2;

#[derive(Clone)]
enum Node {
    File { now: Vec<u8>, synced: Vec<u8> },
    Folder { now: Names, synced: Names },
}

type Names = BTreeMap<String, usize>;

#[derive(Clone)]
pub struct Disk {
    nodes: Vec<Node>,
}

/// What a loss of power takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    Nothing,
    /// What was not synced in files.
    Data,
    /// Names not synced, in all folders.
    Names,
    Both,
    /// Names not synced in one folder, by its number; the others are as they were.
    NamesIn(usize),
}

impl Disk {
    /// A disk with all of `tree` in it, synced.
    pub fn with(tree: &Tree) -> Self {
        let mut disk = Disk { nodes: vec![Node::Folder { now: Names::new(), synced: Names::new() }] };
        for (path, content) in tree {
            match content {
                None => disk.add(path, Node::Folder { now: Names::new(), synced: Names::new() }),
                Some(bytes) => disk.add(path, Node::File { now: bytes.clone(), synced: bytes.clone() }),
            }
        }
        for node in &mut disk.nodes {
            if let Node::Folder { now, synced } = node {
                *synced = now.clone();
            }
        }
        disk
    }

    fn add(&mut self, path: &str, node: Node) {
        let number = self.nodes.len();
        self.nodes.push(node);
        self.put(path, number);
    }

    fn find(&self, path: &str) -> Option<usize> {
        path.split('/').filter(|part| !part.is_empty()).try_fold(0, |at, part| match &self.nodes[at] {
            Node::Folder { now, .. } => now.get(part).copied(),
            Node::File { .. } => None,
        })
    }

    fn names(&mut self, path: &str) -> (&mut Names, String) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let at = self.find(folder).unwrap_or_else(|| panic!("no folder {folder}"));
        match &mut self.nodes[at] {
            Node::Folder { now, .. } => (now, name.to_owned()),
            Node::File { .. } => panic!("{folder} is a file"),
        }
    }

    fn put(&mut self, path: &str, node: usize) {
        let (names, name) = self.names(path);
        names.insert(name, node);
    }

    fn take(&mut self, path: &str) -> usize {
        let (names, name) = self.names(path);
        names.remove(&name).unwrap_or_else(|| panic!("no {path}"))
    }

    /// Does what was done; says whether that changed anything.
    pub fn apply(&mut self, operation: &Operation) -> bool {
        let Operation { name, path, other, flags, data } = operation;
        match name.as_str() {
            "open" if flags & CREATE != 0 && self.find(path).is_none() => {
                self.add(path, Node::File { now: Vec::new(), synced: Vec::new() });
            }
            "mkdir" => self.add(path, Node::Folder { now: Names::new(), synced: Names::new() }),
            "write" => match self.find(path).map(|at| &mut self.nodes[at]) {
                Some(Node::File { now, .. }) => now.extend(data),
                _ => panic!("{path} is written and no file"),
            },
            "sync" => match self.find(path).map(|at| &mut self.nodes[at]) {
                Some(Node::File { now, synced }) => *synced = now.clone(),
                Some(Node::Folder { now, synced }) => *synced = now.clone(),
                None => panic!("{path} is synced and not there"),
            },
            "rename" => {
                let (one, two) = (self.take(path), self.find(other));
                self.put(other, one);
                if let (EXCHANGE, Some(two)) = (*flags, two) {
                    self.put(path, two);
                }
            }
            "link" => {
                let node = self.find(path).unwrap();
                self.put(other, node);
            }
            "unlink" | "rmdir" => drop(self.take(path)),
            _ => return false,
        }
        true
    }

    pub fn folders(&self) -> impl Iterator<Item = usize> {
        (0..self.nodes.len()).filter(|&at| match &self.nodes[at] {
            Node::Folder { now, synced } => now != synced,
            Node::File { .. } => false,
        })
    }

    /// What is there when the power is back.
    pub fn after(&self, loss: Loss) -> Tree {
        let mut tree = Tree::new();
        let mut folders = vec![(String::new(), 0)];
        while let Some((path, at)) = folders.pop() {
            let Node::Folder { now, synced } = &self.nodes[at] else { continue };
            let lost = matches!(loss, Loss::Names | Loss::Both) || loss == Loss::NamesIn(at);
            for (name, &node) in if lost { synced } else { now } {
                let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                match &self.nodes[node] {
                    Node::Folder { .. } => {
                        tree.insert(path.clone(), None);
                        folders.push((path, node));
                    }
                    Node::File { now, synced } => {
                        let lost = matches!(loss, Loss::Data | Loss::Both);
                        tree.insert(path, Some(if lost { synced.clone() } else { now.clone() }));
                    }
                }
            }
        }
        tree
    }
}

/// The part of a tree that is below a folder.
pub fn below(tree: &Tree, folder: &str) -> Tree {
    let inside = |(path, content): (&String, &Option<Vec<u8>>)| {
        Some((path.strip_prefix(folder)?.strip_prefix('/')?.to_owned(), content.clone()))
    };
    tree.iter().filter_map(inside).collect()
}
