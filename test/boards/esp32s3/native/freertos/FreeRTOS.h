#include "../stubs.h"
