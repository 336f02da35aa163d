# build a C++ program and count letters with it
cat >letters.cpp <<'CPP'
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
int main(int, char **argv) {
    std::ifstream file(argv[1]);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::regex letter("[a-z]");
    std::map<char, int> counts;
    for (char c : text)
        if (std::regex_match(std::string(1, c), letter)) counts[c]++;
    const auto most = std::max_element(counts.begin(), counts.end(),
        [](const auto &a, const auto &b) { return a.second < b.second; });
    std::cout << most->first << ", " << most->second << " times\n";
}
CPP
g++ -O2 -Wall -Werror -o letters letters.cpp
answer "$(./letters "$repository/README.md")"
